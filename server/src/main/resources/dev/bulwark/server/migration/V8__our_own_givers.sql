-- Links and roles that this program made itself carry names that no account can have.
update link set made_by = ':start' where made_by = 'start';
update membership set granted_by = ':single-sign-on' where granted_by = 'single-sign-on';
update membership set granted_by = ':link' where granted_by = 'link';
