/** Konsole: settings, people, mails. */
import type { consoleSettings as english } from '../en/console-settings.ts';

export const consoleSettings: Readonly<Record<keyof typeof english, string>> = {
  'console.settings.tab.brand': 'Brand',
  'console.settings.tab.people': 'People',
  'console.settings.tab.mails': 'Mails',
  'console.settings.brand': 'Brand',
  'console.settings.name_needed': 'A name is needed.',
  'console.settings.zone': 'Time zone',
  'console.settings.zone_hint': 'For mails and for pages whose visitor’s zone is not known.',
  'console.settings.language': 'Language',
  'console.settings.language_hint': 'For mails and for visitors who ask for none we have.',
  'console.settings.contact_hint':
    'Whom visitors of links and ended pages can ask. Portals may name their own.',
  'console.settings.links': 'Share links',
  'console.settings.default_days': 'Days a new link lasts',
  'console.settings.maximum_days': 'Days a link may last at most',
  'console.settings.maximum_hint': 'Nobody can go beyond it, in the console or through the API.',
  'console.settings.days_shape':
    'A whole number of days from 1 to 3650; what a new link lasts cannot exceed the maximum.',
  'console.settings.rights': 'Rights',
  'console.settings.ttl': 'An edge may remember rights for {seconds} s',
  'console.settings.ttl_hint':
    'A withdrawal is everywhere within this time. Planned ends are exact to the second whatever is set.',
  'console.settings.denial': 'What a hot-link answers when it may not be shown',
  'console.settings.denial_hint': 'An asset can have an answer of its own.',
  'console.settings.denial.successor': 'The successor, where there is one',
  'console.settings.denial.placeholder': 'A neutral picture of the same size',
  'console.settings.denial.gone': 'Nothing (410 Gone)',

  'console.people.hint':
    'Administrators do everything, curators look after assets, portals and links, viewers look.',
  'console.people.add': 'Add a person',
  'console.people.added': '{name} can sign in',
  'console.people.you': '(you)',
  'console.people.since': 'since {day}',
  'console.people.role': 'Role',
  'console.people.role_of': 'Role of {name}',
  'console.people.disabled': 'Switched off',
  'console.people.disable': 'Switch off',
  'console.people.enable': 'Switch on',
  'console.people.changed': 'The account of {name} changed',
  'console.people.failed': 'The account of {name} stays as it was',
  'console.people.password': 'First password',
  'console.people.password_hint': 'At least 10 characters. Hand it over in person.',
  'console.role.administrator': 'Administrator',
  'console.role.administrator_about': 'Everything, people and settings too.',
  'console.role.curator': 'Curator',
  'console.role.curator_about': 'Assets, rights, collections, portals, links and requests.',
  'console.role.viewer': 'Viewer',
  'console.role.viewer_about': 'Looks at everything and changes nothing.',

  'console.mails.empty_title': 'No mails yet',
  'console.mails.empty_text':
    'Invitations, codes, receipts and answers are written here. Where no mail service is set up they are kept, so that you can see and pass on what would have been sent.',
  'console.mails.to': 'To {email}',
  'console.mails.as_text': 'Show as text',
  'console.mails.as_page': 'Show as page',
  'console.mails.state.queued': 'Waiting',
  'console.mails.state.sent': 'Sent',
  'console.mails.state.kept': 'Kept here',
  'console.mails.state.failed': 'Failed',
};
