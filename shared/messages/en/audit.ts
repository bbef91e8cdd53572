/** The audit: one sentence for each event, and the words of the insights. */
export const audit = {
  'audit.user.created': '{actor} added {target}.',
  'audit.user.changed': '{actor} changed the account of {target}.',
  'audit.user.signed_in': '{actor} signed in.',
  'audit.user.signed_out': '{actor} signed out.',
  'audit.asset.ingested': '{actor} added “{target}”.',
  'audit.asset.version_added':
    '{actor} added {number, select, none {a version} other {version {number}}} of “{target}”.',
  'audit.asset.version_restored':
    '{actor} went back to {number, select, none {an earlier version} other {version {number}}} of “{target}”.',
  'audit.asset.poster_added':
    '{actor} added a preview picture to {number, select, none {a version} other {version {number}}} of “{target}”.',
  'audit.asset.described': '{actor} changed the description of “{target}”.',
  'audit.asset.keywords_changed': '{actor} changed the keywords of “{target}”.',
  'audit.asset.status_changed':
    '{actor} set “{target}” to {after, select, draft {draft} in_review {in review} approved {approved} other {another status}}.',
  'audit.asset.withdrawn': '{actor} withdrew “{target}”{reason, select, none {} other {: {reason}}}.',
  'audit.asset.embargo_changed': '{actor} changed the embargo of “{target}”.',
  'audit.asset.release_added': '{actor} added a release to “{target}”.',
  'audit.asset.release_removed': '{actor} removed a release from “{target}”.',
  'audit.asset.override_added':
    '{actor} decided about “{target}” by hand{reason, select, none {} other {: {reason}}}.',
  'audit.asset.override_removed': '{actor} took back a decision about “{target}”.',
  'audit.asset.url_signed': '{actor} signed a picture address of “{target}”.',
  'audit.suggestion.run_finished':
    '{actor} suggested {count, plural, one {1 keyword} other {{count} keywords}} for “{target}”.',
  'audit.suggestion.decided': '{actor} decided about suggested keywords of “{target}”.',
  'audit.license.created': '{actor} created the licence “{target}”.',
  'audit.license.changed': '{actor} changed the licence “{target}”.',
  'audit.license.deleted': '{actor} deleted the licence “{target}”.',
  'audit.license.assigned':
    '{actor} put the licence “{target}” on {count, plural, one {1 asset} other {{count} assets}}.',
  'audit.license.unassigned':
    '{actor} took the licence “{target}” off {count, plural, one {1 asset} other {{count} assets}}.',
  'audit.collection.created': '{actor} created the collection “{target}”.',
  'audit.collection.changed': '{actor} changed the collection “{target}”.',
  'audit.collection.assets_changed':
    '{actor} changed the collection “{target}”: {added, number} added, {removed, number} removed.',
  'audit.collection.reordered': '{actor} changed the order of the collection “{target}”.',
  'audit.collection.deleted': '{actor} deleted the collection “{target}”.',
  'audit.portal.created': '{actor} created the portal “{target}”.',
  'audit.portal.changed': '{actor} changed the portal “{target}”.',
  'audit.portal.published': '{actor} published the portal “{target}”.',
  'audit.portal.switched': '{actor} switched the portal “{target}” {off, select, true {off} other {on}}.',
  'audit.portal.deleted': '{actor} deleted the portal “{target}”.',
  'audit.share_link.issued': '{actor} issued the link “{target}”.',
  'audit.share_link.changed': '{actor} changed the link “{target}”.',
  'audit.share_link.switched': '{actor} switched the link “{target}” {off, select, true {off} other {on}}.',
  'audit.share_link.transferred': '{actor} handed the link “{target}” to {after}.',
  'audit.share_link.revoked': '{actor} revoked the link “{target}”.',
  'audit.share_link.recipient_invited': '{actor} invited people to the link “{target}”.',
  'audit.share_link.recipient_changed': '{actor} changed a recipient of the link “{target}”.',
  'audit.share_link.gate_passed': '{actor} passed a gate of the link “{target}”.',
  'audit.share_link.locked': 'The link “{target}” was locked after too many wrong attempts.',
  'audit.share_link.downloaded': '{actor} downloaded through the link “{target}”.',
  'audit.upload_request.created': '{actor} created the upload request “{target}”.',
  'audit.upload_request.changed': '{actor} changed the upload request “{target}”.',
  'audit.upload_request.switched':
    '{actor} {off, select, true {closed} other {reopened}} the upload request “{target}”.',
  'audit.submission.received': '{actor} handed in “{target}”.',
  'audit.submission.reviewed': '{actor} reviewed “{target}”, which was handed in.',
  'audit.inquiry.received': '{actor} asked about “{target}”.',
  'audit.inquiry.answered': '{actor} answered a question about “{target}”.',
  'audit.settings.changed': '{actor} changed the settings.',
  'audit.actor.visitor': 'A visitor',

  'insights.surface.portal': 'Portals',
  'insights.surface.share_link': 'Share links',
  'insights.surface.console': 'Console',
  'insights.surface.hotlink': 'Hot-links',
} as const;
