/**
 * The placeholder names of an ICU message, computed by the compiler.
 *
 * Braces alternate between text and argument: `{` in text opens an argument, `{` in an argument (a plural or
 * select option) opens text again. Only what opens an argument is a name. Quoted braces (`'{'`) are not read.
 */

/** Union of the placeholder names in `Message`; `never` when there are none. */
export type ParameterNames<Message extends string> = string extends Message
  ? string
  : Scan<Message, 'text', [], never>;

type Level = 'text' | 'argument';

type Scan<
  Rest extends string,
  At extends Level,
  Outer extends readonly Level[],
  Names extends string,
> = Rest extends `${infer Before}{${infer After}`
  ? Before extends `${infer Head}}${infer Tail}`
    ? Close<Head, `${Tail}{${After}`, Outer, Names>
    : At extends 'text'
      ? Scan<After, 'argument', [At, ...Outer], Names | NameAtStart<After>>
      : Scan<After, 'text', [At, ...Outer], Names>
  : Names;

type Close<
  _Head extends string,
  Rest extends string,
  Outer extends readonly Level[],
  Names extends string,
> = Outer extends readonly [infer Next extends Level, ...infer More extends readonly Level[]]
  ? Scan<Rest, Next, More, Names>
  : Scan<Rest, 'text', [], Names>;

type NameAtStart<Text extends string> = Text extends `${infer Inside}}${string}`
  ? Inside extends `${infer Name},${string}`
    ? Trim<Name>
    : Trim<Inside>
  : never;

type Trim<Text extends string> = Text extends ` ${infer Rest}`
  ? Trim<Rest>
  : Text extends `${infer Rest} `
    ? Trim<Rest>
    : Text;
