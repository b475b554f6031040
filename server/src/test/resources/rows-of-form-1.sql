-- Rows in the shape of form 1, written by hand. Never changed: what is upgraded is what was once there.
insert into account (name, password, secret, administrator, created) values ('ada', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$3uNf1bXMAE3uQe2QqT8kJ4Wb9o0cJmQmJm4Wk5iB1bE', 'v1:c2FsdA:bm9uY2U:Ym94', 1, 1764400000000000);
insert into account (name, password, secret, administrator, created) values ('bea.ö@example.org', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAA1bXMAE3uQe2QqT8kJ4Wb9o0cJmQmJm4Wk5iB1bE', 'v1:c2FsdB:bm9uY2U:Ym94', 0, 1764400000000001);
insert into attempt (name, failures, blocked_until, last) values ('ada', 5, 1764400900000000, 1764400000000000);
insert into membership (account, system, role, granted_by, granted) values ('ada', '*', 'owner', 'ada', 1764400000000000);
insert into membership (account, system, role, granted_by, granted) values ('bea.ö@example.org', 'credit-scoring', 'auditor', 'ada', 1764400000000000);
insert into session (token, account, created, seen, device) values ('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'ada', 1764400000000000, 1764400000000000, 'a browser; "quoted" ''single''');
insert into link (token, administrator, system, roles, made_by, expires) values ('2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', 0, '*', 'owner,auditor', 'ada', 1764403600000000);
insert into recovery_code (account, code) values ('ada', 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9');
insert into api_token (token, id, account, label, system, actions, created, expires) values ('baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096', 't1', 'ada', 'ci', '*', 'read-system,check-system', 1764400000000000, 1772000000000000);
insert into system (id, title, folder, added_by, added) values ('credit-scoring', 'Credit scoring', 'systems/credit-scoring', 'ada', 1764400000000000);
