import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobMessage } from '../../worker/env.ts';
import { createBindingMailer, createKeepingMailer } from '../../worker/platform/email/mailer.ts';
import { createQueueDoorbell } from '../../worker/platform/queues/doorbell.ts';
import { createR2Store } from '../../worker/platform/r2/r2-store.ts';
import type { Doorbell } from '../../worker/ports/doorbell.ts';
import type { Mailer, OutgoingMail } from '../../worker/ports/mailer.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { createMemoryStore } from './memory-store.ts';
import { objectStoreContract } from './object-store.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

describe('object store: in memory', () => {
  const memory = createMemoryStore();
  objectStoreContract(async () => memory);
});

describe('object store: R2', () => {
  objectStoreContract(async () => createR2Store((await server.env()).BUCKET));
});

const mail: OutgoingMail = {
  id: 'mal_1',
  to: 'zoe@agency.example',
  subject: 'Grüße',
  text: 'plain',
  html: '<p>rich</p>',
};

function mailerContract(create: () => Mailer, expected: 'sent' | 'kept'): void {
  it('says what became of a mail', async () => {
    expect(await create().send(mail)).toBe(expected);
  });
  it('takes the same mail again', async () => {
    const mailer = create();
    await mailer.send(mail);
    expect(await mailer.send(mail)).toBe(expected);
  });
}

describe('mailer: kept for the console', () => mailerContract(createKeepingMailer, 'kept'));
describe('mailer: send binding', () => {
  const sent: unknown[] = [];
  // The binding has no emulation that takes plain fields; its contract is what it is handed.
  const binding = { send: async (message: unknown) => void sent.push(message) } as unknown as SendEmail;
  const from = { email: 'portal@brand.example', name: 'Vitrine' };
  mailerContract(() => createBindingMailer(binding, from), 'sent');

  it('hands over sender, recipient and both parts', async () => {
    sent.length = 0;
    await createBindingMailer(binding, from).send(mail);
    expect(sent).toEqual([{ from, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html }]);
  });
  it('throws when the binding does, so that the job is tried again', async () => {
    const broken = { send: () => Promise.reject(new Error('down')) } as unknown as SendEmail;
    await expect(createBindingMailer(broken, from).send(mail)).rejects.toThrow('down');
  });
});

function doorbellContract(create: () => Promise<Doorbell>): void {
  it('rings, also twice, and resolves to nothing', async () => {
    const doorbell = await create();
    await expect(Promise.all([doorbell.ring(), doorbell.ring()])).resolves.toEqual([undefined, undefined]);
  });
}

describe('doorbell: queue', () => {
  doorbellContract(async () => createQueueDoorbell((await server.env()).JOBS));
});
describe('doorbell: a queue that is down', () => {
  const down = { send: () => Promise.reject(new Error('down')) } as unknown as Queue<JobMessage>;
  doorbellContract(async () => createQueueDoorbell(down));
});
