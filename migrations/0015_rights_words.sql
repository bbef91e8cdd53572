-- "blocked" was also said of licences that ended in some countries only: the next sweep looks again at all that it was said of.
UPDATE `assets` SET `rights_changes_at` = 0 WHERE `rights_state` = 'blocked';
