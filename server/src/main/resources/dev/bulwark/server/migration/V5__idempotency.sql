-- A token that signs for its maker carries their secret, sealed under the token's own text.
alter table api_token add column secret text not null default '';

-- Answers to requests that were sent with a key, so that sending again does nothing twice. `status` is 0 while the
-- first is at work.
create table idempotency (
  caller text not null,
  key text not null,
  request text not null,
  status integer not null,
  type text not null,
  body text not null,
  created bigint not null,
  primary key (caller, key)
);

create index idempotency_created on idempotency (created);

-- What MLflow's clients write beside models. None of it is evidence.
create table mlflow_model (
  system text not null,
  name text not null,
  created bigint not null,
  updated bigint not null,
  primary key (system, name)
);

-- Version 0 is the model itself; the key 'd' holds its description, 't:' and a name a tag.
create table mlflow_note (
  system text not null,
  name text not null,
  version bigint not null,
  key text not null,
  value text not null,
  primary key (system, name, version, key)
);
