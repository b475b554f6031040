-- Whom an issuer knows an account as. An account without a password has an empty one.
create table sign_on_identity (
  issuer text not null,
  subject text not null,
  account text not null references account (name),
  primary key (issuer, subject)
);

-- A browser on its way to the issuer and back: the cookie's digest, and what must come back.
create table sign_on_flow (
  cookie text primary key,
  state text not null,
  nonce text not null,
  verifier text not null,
  expires bigint not null
);
