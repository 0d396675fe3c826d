package dev.xeocontext.testkit;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Values that are made once in a JVM. A static field would not do: Quarkus loads test resources and test classes in
 * several class loaders, each with statics of its own. System properties are common to all.
 */
final class OncePerJvm {

    private OncePerJvm() {}

    static Map<String, String> values(String name, Supplier<Map<String, String>> make) {
        synchronized (ClassLoader.getPlatformClassLoader()) {
            var known = System.getProperties().get(name);
            if (known instanceof Properties values) {
                return asMap(values);
            }
            var values = new Properties();
            values.putAll(make.get());
            System.getProperties().put(name, values);
            return asMap(values);
        }
    }

    private static Map<String, String> asMap(Properties values) {
        var map = new TreeMap<String, String>();
        values.stringPropertyNames().forEach(name -> map.put(name, values.getProperty(name)));
        return map;
    }
}
