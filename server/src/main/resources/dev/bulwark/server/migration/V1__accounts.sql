-- Instants are microseconds since 1970 in UTC; digests are hexadecimal; one text for SQLite and PostgreSQL.
create table account (
  name text primary key,
  password text not null,
  secret text not null,
  administrator integer not null,
  created bigint not null
);

-- Failures by the name that was typed, whether there is such an account or not.
create table attempt (
  name text primary key,
  failures integer not null,
  blocked_until bigint not null,
  last bigint not null
);

create table membership (
  account text not null references account (name),
  system text not null,
  role text not null,
  granted_by text not null,
  granted bigint not null,
  primary key (account, system, role)
);

create table session (
  token text primary key,
  account text not null references account (name),
  created bigint not null,
  seen bigint not null,
  device text not null
);

create table link (
  token text primary key,
  administrator integer not null,
  system text not null,
  roles text not null,
  made_by text not null,
  expires bigint not null
);

create table recovery_code (
  account text not null references account (name),
  code text not null,
  primary key (account, code)
);

create table api_token (
  token text primary key,
  id text not null unique,
  account text not null references account (name),
  label text not null,
  system text not null,
  actions text not null,
  created bigint not null,
  expires bigint not null
);

create table system (
  id text primary key,
  title text not null,
  folder text not null,
  added_by text not null,
  added bigint not null
);

create index attempt_last on attempt (last);
