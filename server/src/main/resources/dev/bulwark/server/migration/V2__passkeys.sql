-- Bytes are hexadecimal. A credential belongs to one account.
create table passkey (
  credential text primary key,
  account text not null references account (name),
  label text not null,
  algorithm text not null,
  public_key text not null,
  attested text not null,
  relying_party text not null,
  synced integer not null,
  counter bigint not null,
  sealed text not null,
  created bigint not null,
  used bigint not null
);

create index passkey_account on passkey (account);

-- What a passkey is asked to sign, once. The session is that of a browser, signed in or not.
create table passkey_challenge (
  challenge text primary key,
  nonce text not null,
  session text not null,
  purpose text not null,
  expires bigint not null
);
