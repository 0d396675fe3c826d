package dev.xeocontext.testkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Values that are made once in a JVM. A static field would not do: Quarkus loads test resources and test classes in
 * several class loaders, each with statics of its own. System properties are common to all; they hold texts only, since
 * libraries read all of them as texts.
 */
final class OncePerJvm {

    private OncePerJvm() {}

    static Map<String, String> values(String name, Supplier<Map<String, String>> make) {
        synchronized (ClassLoader.getPlatformClassLoader()) {
            var known = System.getProperty(name);
            if (known != null) {
                return parse(known);
            }
            var values = make.get();
            System.setProperty(name, write(values));
            return values;
        }
    }

    private static String write(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + '=' + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> parse(String text) {
        var values = new TreeMap<String, String>();
        text.lines().forEach(line -> {
            var split = line.indexOf('=');
            values.put(line.substring(0, split), line.substring(split + 1));
        });
        return values;
    }
}
