-- 0004_tariff.sql: what help costs, and on which days (domain.md 4). A community's tariff is data,
-- never code; app/domain/tariff.h says how each column counts.

-- One version of a community's tariff. Insert-only: a booking keeps its version for life.
CREATE TABLE tariff (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    version BIGINT NOT NULL CHECK (version > 0), -- counts up within the community
    valid_from_day BIGINT NOT NULL,  -- local date as days since 1970: jobs that start on it or later
    name TEXT NOT NULL,              -- a short name, 'itami'
    currency TEXT NOT NULL CHECK (length(currency) = 3), -- ISO 4217
    round_unit_minor BIGINT NOT NULL CHECK (round_unit_minor > 0), -- the sum of the time becomes a multiple
    round_up BIGINT NOT NULL CHECK (round_up IN (0, 1)), -- 1 up to it, 0 down in the payer's favour
    minimum_min BIGINT NOT NULL CHECK (minimum_min BETWEEN 0 AND 1440), -- the first minutes count whole; 0 none
    flat_until_min BIGINT NOT NULL CHECK (flat_until_min BETWEEN 0 AND 1440), -- a job this short costs flat_minor; 0 none
    flat_minor BIGINT NOT NULL CHECK (flat_minor >= 0), -- the price of a short job
    step_min BIGINT NOT NULL CHECK (step_min BETWEEN 0 AND 1440), -- after the minimum, a begun step counts; 0 to the minute
    crossing TEXT NOT NULL CHECK (crossing IN ('step', 'higher', 'minute')), -- when a job touches two bands
    sick TEXT NOT NULL CHECK (sick IN ('as_well', 'rate', 'refused')), -- a sick child: same price, one rate, not taken
    sick_rate_minor BIGINT NOT NULL CHECK (sick_rate_minor >= 0), -- per hour at any time, when sick = 'rate'
    sibling_pct BIGINT NOT NULL CHECK (sibling_pct BETWEEN 0 AND 100), -- of the first child's fee, each further child; 0 one job
    age_0_alone BIGINT NOT NULL CHECK (age_0_alone IN (0, 1)), -- 1: a child aged 0 comes without siblings
    uplift_one_minor BIGINT NOT NULL CHECK (uplift_one_minor >= 0), -- per hour, supporter has certificate or licence
    uplift_both_minor BIGINT NOT NULL CHECK (uplift_both_minor >= uplift_one_minor), -- per hour, has both
    travel_counted BIGINT NOT NULL CHECK (travel_counted IN (0, 1)), -- 1: the supporter's way there and home is time
    top_up_minor BIGINT NOT NULL CHECK (top_up_minor >= 0), -- public money to the supporter, per hour, counted like the fee
    year_end_from_md BIGINT NOT NULL CHECK (year_end_from_md BETWEEN 0 AND 1231), -- first year-end day, month * 100 + day; 0 none
    year_end_until_md BIGINT NOT NULL CHECK (year_end_until_md BETWEEN 0 AND 1231), -- last year-end day, counted too
    cancel_waived_below_minor BIGINT NOT NULL CHECK (cancel_waived_below_minor >= 0), -- a smaller cancellation fee is not asked
    source TEXT NOT NULL,            -- where the numbers were published
    created_at BIGINT NOT NULL,
    UNIQUE (community_id, version),
    CHECK ((sick = 'rate') = (sick_rate_minor > 0)),
    CHECK ((flat_until_min > 0) = (flat_minor > 0)),
    CHECK ((year_end_from_md > 0) = (year_end_until_md > 0))
);
CREATE INDEX tariff_by_day ON tariff (community_id, valid_from_day, version);

-- What an hour costs by kind of day and local wall time. The bands of a day class fill its 24 hours.
CREATE TABLE tariff_band (
    tariff_id BIGINT NOT NULL REFERENCES tariff (id),
    day_class TEXT NOT NULL CHECK (day_class IN ('weekday', 'weekend', 'holiday', 'year_end')), -- year_end before holiday before weekend
    from_min BIGINT NOT NULL CHECK (from_min BETWEEN 0 AND 1439), -- minutes after local midnight
    until_min BIGINT NOT NULL CHECK (until_min BETWEEN 1 AND 1440), -- not counted itself
    rate_minor BIGINT NOT NULL CHECK (rate_minor >= 0), -- per hour
    PRIMARY KEY (tariff_id, day_class, from_min),
    CHECK (from_min < until_min)
);

-- 取り消すときのお礼: what a guardian pays for cancelling. The first row whose time has not passed counts.
CREATE TABLE ladder_step (
    tariff_id BIGINT NOT NULL REFERENCES tariff (id),
    seq BIGINT NOT NULL CHECK (seq > 0), -- order of the rows
    until_kind TEXT NOT NULL CHECK (until_kind IN ('days_before', 'minutes_before', 'rest')), -- rest: later, or without notice
    until_n BIGINT NOT NULL CHECK (until_n BETWEEN 0 AND 100000), -- days_before 1: until the end of the local day before
    charge TEXT NOT NULL CHECK (charge IN ('percent', 'fixed')), -- of the agreed price, or an amount
    amount BIGINT NOT NULL CHECK (amount >= 0), -- percent, or minor units
    exempt TEXT NOT NULL,            -- causes that cost nothing, parted by spaces: names of app/domain/ladder.h
    PRIMARY KEY (tariff_id, seq),
    CHECK (charge = 'fixed' OR amount <= 100)
);

-- Public holidays of a community's calendar, from a generated file or from its own staff.
CREATE TABLE holiday (
    community_id BIGINT NOT NULL REFERENCES community (id),
    day BIGINT NOT NULL,             -- local date as days since 1970
    name TEXT NOT NULL,              -- in the community's language
    name_en TEXT NOT NULL,           -- in English
    source TEXT NOT NULL,            -- who says so, 'holiday_jp 2.5.1'; an import replaces rows of its own first word alone
    PRIMARY KEY (community_id, day)
);
