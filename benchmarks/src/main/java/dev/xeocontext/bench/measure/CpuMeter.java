package dev.xeocontext.bench.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much CPU time each process takes while a window is open. For one thread. */
public final class CpuMeter implements Window {

    /** The name of this process. */
    public static final String LOAD_GENERATOR = "load-generator";

    private final Map<String, Long> processes;
    private Map<String, Duration> atStart = Map.of();
    private Map<String, Duration> taken = Map.of();
    private Duration machineAtStart = Duration.ZERO;
    private Duration elsewhere = Duration.ZERO;
    private long begun;
    private Duration wall = Duration.ZERO;

    /** Of these processes and all below them, by name, and of this one. */
    public CpuMeter(Map<String, Long> processes) {
        this.processes = processes;
    }

    @Override
    public void opens() {
        atStart = read();
        machineAtStart = CpuTime.ofMachine();
        begun = System.nanoTime();
    }

    @Override
    public void closes() {
        wall = Duration.ofNanos(System.nanoTime() - begun);
        var now = read();
        var machine = CpuTime.ofMachine().minus(machineAtStart);
        var difference = new LinkedHashMap<String, Duration>();
        now.forEach((name, time) -> difference.put(name, positive(time.minus(before(name)))));
        taken = difference;
        elsewhere = positive(machine.minus(sum(difference)));
    }

    /** What the window took, once it is closed. */
    public CpuUse use() {
        return new CpuUse(wall, taken, elsewhere);
    }

    private Map<String, Duration> read() {
        var times = new LinkedHashMap<String, Duration>();
        processes.forEach((name, pid) -> times.put(name, CpuTime.ofTree(pid)));
        times.put(LOAD_GENERATOR, CpuTime.ofThis());
        return times;
    }

    private Duration before(String name) {
        return atStart.getOrDefault(name, Duration.ZERO);
    }

    private static Duration sum(Map<String, Duration> times) {
        return times.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
