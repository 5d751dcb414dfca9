/* travel.h - the time between two jobs of one supporter: none where the place stays the same. SQL
 * for the statements that judge an overlap. */
#ifndef DB_STORE_TRAVEL_H
#define DB_STORE_TRAVEL_H

/* The other homes of the household's children, now or once. */
#define OTHER_HOMES(household)                                                             \
    "(SELECT there.household_id FROM child_home here JOIN child_home there"                \
    " ON there.child_id = here.child_id AND there.household_id <> here.household_id WHERE" \
    " here.household_id = " household ")"

/* For a row b of booking of another household. Between two homes of one child the whole time counts
 * always: whether a gap is taken would tell where the other home's job ends. */
#define TRAVEL(place_column, place, household, buffer) \
    "CASE WHEN COALESCE(" place_column ", 0) = " place \
    " AND b.household_id NOT IN " OTHER_HOMES(household) " THEN 0 ELSE " buffer " END"

#endif
