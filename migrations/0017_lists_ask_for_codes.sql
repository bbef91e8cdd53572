-- A list of who may have a code says nothing where none is asked for: such links were open to everybody.
UPDATE `share_links` SET `require_email_code` = 1 WHERE `require_email_code` = 0 AND `allowed_emails` NOT IN ('[]', '');
