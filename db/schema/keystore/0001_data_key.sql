-- The key store: a database apart from the main one, backed up apart and for 30 days at the most,
-- so that deleting a row here makes what it sealed unreadable everywhere.

CREATE TABLE data_key (
    owner_id   BIGINT NOT NULL, -- household or member; no foreign key: they live in the other database
    version    BIGINT NOT NULL CHECK (version >= 1), -- written into each sealed value
    wrapped    BYTEA  NOT NULL, -- the data key, AES-256-GCM under the master key
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner_id, version)
);
