-- Where a system's files lie below its folder: empty for the folder itself, a new name with every upload.
alter table system add column files text not null default '';
