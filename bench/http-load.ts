/**
 * A small HTTP/1.1 client for load: keep-alive sockets, one request at a time on each, bodies counted and thrown away. It costs
 * little enough that the server, not the client, is what is measured; ratios of two servers measured by it are what counts.
 */
import { connect, type Socket } from 'node:net';

export interface Shot {
  readonly raw: Buffer;
  readonly isHead: boolean;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** Status line and headers, as sent. */
  readonly head: string;
  readonly bodyBytes: number;
  /** Unix milliseconds right before the request was written. */
  readonly startedAt: number;
}

/** Writes a request out. */
export function shot(
  name: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Shot {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1'];
  for (const [key, value] of Object.entries(headers)) lines.push(`${key}: ${value}`);
  return { raw: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), isHead: method === 'HEAD', name, headers };
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** The server closed a connection that it had kept open, before it answered. */
class ConnectionLost extends Error {}

/** One connection; `send` waits for the whole answer. */
class Connection {
  readonly #socket: Socket;
  #pending: {
    shot: Shot;
    startedAt: number;
    resolve: (answer: Answer) => void;
    reject: (error: Error) => void;
  } | null = null;
  #head: string | null = null;
  #status = 0;
  #buffer = Buffer.alloc(0);
  /** Bytes of the body still to come; null: chunked. */
  #left: number | null = 0;
  #body = 0;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (data: Buffer) => this.#take(data));
    this.#socket.on('error', (error) => this.#pending?.reject(error));
    this.#socket.on('close', () => {
      const asked = this.#pending?.shot.name;
      const text = `port ${port} closed the connection when asked for ${asked}`;
      this.#pending?.reject(this.#head === null ? new ConnectionLost(text) : new Error(text));
    });
  }

  send(one: Shot): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#head = null;
      this.#buffer = Buffer.alloc(0);
      this.#body = 0;
      this.#pending = { shot: one, startedAt: Date.now(), resolve, reject };
      this.#socket.write(one.raw);
    });
  }

  close(): void {
    this.#pending = null;
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    let rest = data;
    if (this.#head === null) {
      this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
      const end = this.#buffer.indexOf(END_OF_HEAD);
      if (end === -1) return;
      const head = this.#buffer.toString('latin1', 0, end);
      this.#head = head;
      this.#status = Number(head.slice(9, 12));
      rest = this.#buffer.subarray(end + 4);
      const length = /\r\ncontent-length: (\d+)/i.exec(head);
      const isEmpty = this.#pending?.shot.isHead === true || this.#status === 304 || this.#status === 204;
      this.#left = isEmpty ? 0 : length === null ? null : Number(length[1]);
    }
    this.#body += rest.length;
    if (this.#left === null ? rest.subarray(-5).equals(LAST_CHUNK) : this.#body >= this.#left) this.#finish();
  }

  #finish(): void {
    const { resolve, startedAt } = this.#pending ?? {};
    this.#pending = null;
    resolve?.({
      status: this.#status,
      head: this.#head ?? '',
      bodyBytes: this.#body,
      startedAt: startedAt ?? 0,
    });
  }
}

/**
 * Sends what `next` gives on `connections` sockets until it gives null. A request whose kept connection was closed before any
 * answer is sent once more on another, as a browser does (RFC 9110, section 9.2.2).
 *
 * @returns how many connections were closed so
 */
export async function drive(
  port: number,
  connections: number,
  next: () => Shot | null,
  onAnswer: (one: Shot, answer: Answer) => void,
): Promise<number> {
  let lost = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      let connection = new Connection(port);
      const send = (one: Shot): Promise<Answer> =>
        connection.send(one).catch((error: unknown) => {
          if (!(error instanceof ConnectionLost)) throw error;
          lost += 1;
          connection.close();
          connection = new Connection(port);
          return connection.send(one);
        });
      try {
        for (let one = next(); one !== null; one = next()) onAnswer(one, await send(one));
      } finally {
        connection.close();
      }
    }),
  );
  return lost;
}

/** Requests a second over `milliseconds`. @throws Error at an answer other than `status` */
export async function rate(
  port: number,
  one: Shot,
  status: number,
  milliseconds: number,
  connections = 8,
): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  await drive(
    port,
    connections,
    () => (performance.now() - startedAt < milliseconds ? one : null),
    (_, answer) => {
      if (answer.status !== status) throw new Error(`${one.name} answered ${answer.status}: ${answer.head}`);
      count += 1;
    },
  );
  return (count * 1000) / (performance.now() - startedAt);
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
