-- What several replicas share of the systems' evidence. On SQLite these stay empty: there it lies in files.

-- Who may write to a ledger. The token grows with every holder; whoever brings an older one writes nothing.
create table ledger_lease (
  ledger text primary key,
  holder text not null,
  token bigint not null,
  expires bigint not null
);

create table ledger_tile (
  ledger text not null,
  level integer not null,
  number bigint not null,
  width integer not null,
  content bytea not null,
  primary key (ledger, level, number, width)
);

create table evidence_cell (
  space text not null,
  name text not null,
  content bytea not null,
  primary key (space, name)
);

create table evidence_blob (
  space text not null,
  name text not null,
  content bytea not null,
  primary key (space, name)
);
