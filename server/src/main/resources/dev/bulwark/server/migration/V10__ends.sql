-- Strangers begin these: what is over, and what is beyond the newest, is found without reading all.
create index sign_on_flow_expires on sign_on_flow (expires);
create index passkey_challenge_expires on passkey_challenge (expires);
create index passkey_challenge_purpose on passkey_challenge (purpose, expires);
