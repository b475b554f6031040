-- Addresses that are told what happens to a system. Secrets are sealed under a key that is not in here.
create table hook (
  id text primary key,
  system text not null,
  address text not null,
  kinds text not null,
  secret text not null,
  old_secret text not null,
  old_until bigint not null,
  made_by text not null,
  made bigint not null,
  seen bigint not null,
  tries integer not null,
  trying_since bigint not null,
  next_try bigint not null,
  disabled bigint not null,
  why text not null
);

create index hook_system on hook (system);

create table hook_delivery (
  hook text not null references hook (id),
  message text not null,
  type text not null,
  entry bigint not null,
  tried bigint not null,
  tries integer not null,
  status integer not null,
  why text not null,
  primary key (hook, message)
);

-- Whether a system's badge is shown to anybody who asks, and who said so last.
create table badge (
  system text primary key,
  shown integer not null,
  set_by text not null,
  since bigint not null
);
