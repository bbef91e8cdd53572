import { describe, expect, it } from 'vitest';
import { inTurn } from '../../../admin/state/in-turn.ts';

/** A change whose answer comes when the test says so. */
function heldChange() {
  let answer: (value: string) => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const answered = new Promise<string>((resolve, reject) => {
    answer = resolve;
    refuse = reject;
  });
  return { answered, answer, refuse };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('changes of one thing', () => {
  it('are sent one after the other, in the order they were asked for', async () => {
    const first = heldChange();
    const sent: string[] = [];
    const one = inTurn('settings', () => {
      sent.push('one');
      return first.answered;
    });
    const two = inTurn('settings', async () => {
      sent.push('two');
      return 'kept two';
    });
    await settle();
    expect(sent).toEqual(['one']);
    first.answer('kept one');
    expect(await Promise.all([one, two])).toEqual(['kept one', 'kept two']);
    expect(sent).toEqual(['one', 'two']);
  });

  it('go on after one that was refused, which only its own asker hears of', async () => {
    const first = heldChange();
    const one = inTurn('settings', () => first.answered);
    const two = inTurn('settings', async () => 'kept');
    first.refuse(new Error('not allowed'));
    await expect(one).rejects.toThrow('not allowed');
    expect(await two).toBe('kept');
  });

  it('of different things do not wait for each other', async () => {
    const first = heldChange();
    const one = inTurn('asset:a', () => first.answered);
    expect(await inTurn('asset:b', async () => 'kept')).toBe('kept');
    first.answer('kept late');
    expect(await one).toBe('kept late');
  });
});
