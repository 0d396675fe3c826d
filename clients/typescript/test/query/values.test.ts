import { afterEach, describe, expect, it, vi } from 'vitest';
import { Values } from '../../src/query/values.js';

afterEach(() => vi.unstubAllGlobals());

describe('values', () => {
  it('tell a new listener the latest, and every listener what comes', () => {
    const values = new Values(1);
    const heard: number[] = [];
    const stop = values.subscribe((value) => heard.push(value));
    values.set(2);
    stop();
    values.set(3);
    expect(heard).toEqual([1, 2]);
    expect(values.current).toBe(3);
  });

  it('tell a listener nothing that another one has overtaken already', () => {
    const values = new Values<number>();
    const heard: number[] = [];
    values.subscribe((value) => value < 3 && values.set(value + 1));
    values.subscribe((value) => heard.push(value));
    values.set(1);
    expect(heard).toEqual([3]);
  });

  it('do not tell a listener that another one has just taken away', () => {
    const values = new Values<number>();
    const heard: number[] = [];
    let stop = (): void => undefined;
    values.subscribe(() => stop());
    stop = values.subscribe((value) => heard.push(value));
    values.set(1);
    expect(heard).toEqual([]);
  });

  it('reach the listeners after one that throws, whose error is not hidden', () => {
    const later: (() => void)[] = [];
    vi.stubGlobal('queueMicrotask', (work: () => void) => later.push(work));
    const values = new Values<number>();
    const heard: number[] = [];
    values.subscribe(() => {
      throw new Error('mine');
    });
    values.subscribe((value) => heard.push(value));
    values.set(1);
    expect(heard).toEqual([1]);
    expect(later[0]).toThrow('mine');
  });

  it('can be iterated: the latest, then the latest of what came meanwhile', async () => {
    const values = new Values(1);
    const iterator = values[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    values.set(2);
    values.set(3);
    expect(await iterator.next()).toEqual({ done: false, value: 3 });
    const waiting = iterator.next();
    values.set(4);
    expect(await waiting).toEqual({ done: false, value: 4 });
    const never = iterator.next();
    await iterator.return?.();
    expect(await never).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('end an iteration with their error', async () => {
    const values = new Values<number>();
    const waiting = values[Symbol.asyncIterator]().next();
    values.fail(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(values.error).toEqual(new Error('gone'));
  });
});
