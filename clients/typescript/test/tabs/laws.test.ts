import { describe, expect, it } from 'vitest';
import { MemoryDisk } from '../../src/storage/memory.js';
import { seeded } from '../seeded.js';
import { chances, noFaults } from '../storage/faulty.js';
import { Browser } from './browser.js';
import { opsOn, TabProcess, type Told } from './tab-process.js';

const RUNS = Number(process.env['XEO_CLIENT_RUNS'] ?? 60);
const STEPS = 60;
const MOST_TABS = 4;

/** Tabs come, change things, die anywhere, and are closed, as the seed has it. Returns what all of them were told. */
async function live(seed: number): Promise<{ told: Told[]; disk: MemoryDisk; browser: Browser; tabs: TabProcess[] }> {
  const random = seeded(seed);
  const browser = new Browser(random, 6);
  const disk = new MemoryDisk();
  const all: TabProcess[] = [];
  const closing = new Set<TabProcess>();
  const living = () => all.filter((tab) => tab.isAlive && !closing.has(tab));
  const some = (tabs: readonly TabProcess[]) => tabs[Math.floor(random() * tabs.length)];
  const open = async (faulty: boolean) => {
    const fates = faulty ? chances(random, { fails: 0.02, dies: 0.02, turns: 4 }) : noFaults;
    const tab = await TabProcess.open(`tab${all.length}`, browser, disk, fates);
    if (tab) all.push(tab);
  };
  for (let step = 0; step < STEPS; step++) {
    const drawn = random();
    const tab = some(living());
    if (!tab || (drawn < 0.15 && living().length < MOST_TABS)) await open(true);
    else if (drawn < 0.75) tab.change(`todo${Math.floor(random() * 5)}`, { [random() < 0.5 ? 'a' : 'b']: step });
    else if (drawn < 0.8) tab.kill();
    else if (drawn < 0.83) {
      closing.add(tab);
      void tab.close();
    } else if (drawn < 0.9) await browser.quiet();
    else if (drawn < 0.93) await browser.pass(500);
    else for (let turns = Math.floor(random() * 12); turns > 0; turns--) await undefined;
    expect(all.filter(({ tab, isAlive }) => tab.isLeading && isAlive).length).toBeLessThanOrEqual(1);
    expect(all.filter(({ replica }) => replica).length).toBeLessThanOrEqual(1);
  }
  living().forEach((tab) => (tab.storage.fates = noFaults));
  await open(false);
  await browser.pass(10_000);
  return { told: all.flatMap(({ told }) => told), disk, browser, tabs: living() };
}

describe('whatever tabs do and wherever they die', () => {
  it.each(Array.from({ length: RUNS }, (_, at) => at + 1))(
    'nothing is lost, doubled or made up, and all show the same (seed %i)',
    async (seed) => {
      const { told, disk, browser, tabs } = await live(seed);
      const ops = (await opsOn(disk)).map(({ op }) => op.opId);
      expect(new Set(ops).size).toBe(ops.length);
      const saved = told.filter(({ outcome }) => outcome === 'saved').map(({ op }) => op.opId);
      expect(saved.filter((opId) => !ops.includes(opId))).toEqual([]);
      const failed = told.filter(({ outcome, error }) => outcome === 'failed' && error!.fault !== 'closed');
      expect(failed.filter(({ op }) => ops.includes(op.opId))).toEqual([]);
      const made = new Set(told.map(({ op }) => op.opId));
      expect(ops.filter((opId) => !made.has(opId))).toEqual([]);
      // Who lives was told of everything.
      expect(tabs.flatMap(({ told }) => told).filter(({ outcome }) => outcome === 'unknown')).toEqual([]);
      expect(tabs.filter(({ tab }) => tab.isLeading)).toHaveLength(1);
      const fresh = (await TabProcess.open('fresh', browser, disk))!;
      const rows = await fresh.rows();
      for (const tab of tabs) {
        expect(await tab.rows()).toEqual(rows);
        expect(tab.view.unsent).toBe(ops.length);
      }
    },
  );
});
