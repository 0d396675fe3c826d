import { readdir, readFile } from 'node:fs/promises';

/** Of Linux, for all programs. */
const TICKS_PER_SECOND = 100;

/** Seconds of CPU time that the browser with this profile has used so far, in all of its processes; nothing where there is no /proc. */
export async function cpuSeconds(profile) {
  const processes = await readProcesses();
  const root = processes.find(({ command }) => command.includes(profile) && !command.includes('--type='));
  if (root === undefined) return undefined;
  const family = new Set([root.pid]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  const ticks = processes.filter(({ pid }) => family.has(pid)).reduce((sum, each) => sum + each.ticks, 0);
  return ticks / TICKS_PER_SECOND;
}

async function readProcesses() {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(pids.map((pid) => readProcess(pid).catch(() => undefined)));
  return all.filter((each) => each !== undefined);
}

async function readProcess(pid) {
  const [stat, command] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ]);
  // what is behind the name, which may have spaces in it; the state comes first
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), command };
}
