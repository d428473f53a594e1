/** A notice that is a file: posted once for each content, never twice, and as a card where files cannot be put. */
import { describe, expect, test } from '@jest/globals';
import { messageCard } from '../../../src/core/cards/message.js';
import type { MakeFile } from '../../../src/flow/file-ports.js';
import { deliverDue } from '../../../src/flow/notices/deliver.js';
import type { Notices } from '../../../src/flow/notices/notices-port.js';
import {
  type ClaimedNotice,
  type MessageRef,
  type Messenger,
  PlatformError,
} from '../../../src/flow/ports.js';

const NOW = new Date('2024-04-02T01:00:00Z');
const card = messageCard('ja', '完成しました', []);

/** One notice whose state is kept as the store keeps it, and a messenger that remembers what it posted. */
function world(options: { files?: boolean; finds?: boolean } = {}) {
  const state = {
    wanted: 1,
    settled: 0,
    ref: null as MessageRef | null,
    content: null as string | null,
    doubtful: false,
    failed: [] as string[],
    givenUp: false,
  };
  let content = 'A';
  let finished = true;
  let lose = false;
  const posted: { key: string | null; file: string | null; under: string | null }[] = [];
  const edited: string[] = [];
  const notices: Notices = {
    claim: async () => {
      if (state.settled >= state.wanted || state.givenUp || state.failed.length > 5) return [];
      const notice: ClaimedNotice = {
        key: 'finished_file/s1/2023-yearend',
        about: { kind: 'finished_file', sectionId: 's1', roundId: '2023-yearend' },
        place: 'test:channel',
        language: 'ja',
        wanted: state.wanted,
        ref: state.ref,
        under: { place: 'test:channel', id: 'root' },
        doubtful: state.doubtful,
        attempts: 0,
        content: state.content,
      };
      return [notice];
    },
    card: async () => (finished ? card : null),
    posting: async (_key, _now, _place, says) => {
      if (state.ref === null) state.content = says;
      return true;
    },
    release: async () => undefined,
    sent: async (_key, version, ref, _now, sent) => {
      Object.assign(state, {
        settled: version,
        ref,
        doubtful: false,
        content: sent?.content ?? state.content,
      });
    },
    dropped: async (_key, version) => {
      state.settled = version;
    },
    failed: async (_key, reason, retryAt, doubtful) => {
      state.failed.push(reason);
      state.givenUp = retryAt === null;
      state.doubtful ||= doubtful;
    },
  };
  const makeFile: MakeFile = async (wanted) => {
    expect(wanted).toMatchObject({ fiscalYear: 2023, sectionIds: ['s1'], format: 'xlsx' });
    return {
      kind: 'made',
      draft: false,
      content,
      file: { name: `${content}.xlsx`, bytes: new Uint8Array([1]), title: '', comment: '', language: 'ja' },
    };
  };
  const post = (key: string | null, file: string | null, under: MessageRef | null): MessageRef => {
    posted.push({ key, file, under: under?.id ?? null });
    if (lose) {
      lose = false;
      throw new PlatformError('no answer', 'retry', { doubtful: true });
    }
    return { place: 'test:channel', id: `m${posted.length}` };
  };
  const messenger: Messenger = {
    post: async (_place, _card, { under, key }) => post(key, null, under),
    postFile: async (_place, file, { under, key }) =>
      options.files === false ? 'no_files' : post(key, file.name, under),
    edit: async (ref) => {
      edited.push(ref.id);
      return 'edited';
    },
    find: async (_place, key, _under, what) => {
      if (options.finds === false || what !== 'file') return 'unknown';
      const at = posted.findIndex((one) => one.key === key);
      return at === -1 ? null : { place: 'test:channel', id: `m${at + 1}` };
    },
  };
  const nothing = () => undefined;
  const parts = {
    notices,
    messenger,
    makeFile,
    clock: { now: () => NOW },
    log: { info: nothing, warn: nothing, error: nothing },
  };
  return {
    state,
    posted,
    edited,
    /** an approval: the notice is wanted once more; then delivered */
    async raised(next: { content?: string; finished?: boolean; lose?: boolean } = {}) {
      content = next.content ?? content;
      finished = next.finished ?? finished;
      lose = next.lose ?? false;
      state.wanted += 1;
      state.givenUp = false;
      await deliverDue(parts);
    },
  };
}

describe('the finished sheet', () => {
  test('nothing is posted before the last approval; then the file, under the root card', async () => {
    const w = world();
    await w.raised({ finished: false });
    await w.raised({ finished: false });
    expect(w.posted).toEqual([]);
    await w.raised({ finished: true });
    expect(w.posted).toMatchObject([{ file: 'A.xlsx', under: 'root' }]);
  });

  test('two approvals at one moment, both seen by the first delivery: one file', async () => {
    const w = world();
    await w.raised();
    await w.raised();
    await w.raised();
    expect(w.posted).toHaveLength(1);
  });

  test('after a correction a new one, also when the correction is taken back', async () => {
    const w = world();
    await w.raised({ content: 'A' });
    await w.raised({ content: 'B' });
    await w.raised({ content: 'A' });
    expect(w.posted.map(({ file }) => file)).toEqual(['A.xlsx', 'B.xlsx', 'A.xlsx']);
    expect(new Set(w.posted.map(({ key }) => key)).size).toBe(3);
    expect(w.edited).toEqual([]);
  });

  test('an answer that was lost: looked for, and not posted again', async () => {
    const w = world();
    await w.raised({ lose: true });
    expect(w.state.doubtful || w.state.settled > 0).toBe(true);
    await w.raised();
    expect(w.posted).toHaveLength(1);
    expect(w.state.ref).toEqual({ place: 'test:channel', id: 'm1' });
  });

  test('where nothing can be looked up the doubt stays: never a second one by itself', async () => {
    const w = world({ finds: false });
    await w.raised({ lose: true });
    await w.raised();
    expect(w.posted).toHaveLength(1);
    expect(w.state.failed.length).toBeGreaterThan(0);
  });

  test('a file in doubt holds back none that says something else', async () => {
    const w = world({ finds: false });
    await w.raised({ lose: true });
    await w.raised({ content: 'B' });
    expect(w.posted.map(({ file }) => file)).toEqual(['A.xlsx', 'B.xlsx']);
    expect(w.state).toMatchObject({ settled: w.state.wanted, doubtful: false });
  });

  test('where no file can be put: a card that says how to get it, edited when it is there already', async () => {
    const w = world({ files: false });
    await w.raised();
    expect(w.posted).toMatchObject([{ file: null, under: 'root' }]);
    await w.raised({ content: 'B' });
    expect(w.posted).toHaveLength(1);
    expect(w.edited).toEqual(['m1']);
  });
});
