/** Outgoing mail. */
export interface OutgoingMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** `sent` to the outside, or `kept` for the console to show where no mail leaves (local). Throws when it may be tried again. */
  send(mail: OutgoingMail): Promise<'sent' | 'kept'>;
}
