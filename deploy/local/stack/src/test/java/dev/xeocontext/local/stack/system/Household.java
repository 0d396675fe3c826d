package dev.xeocontext.local.stack.system;

import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.system.client.Login;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One person with several devices, half of which go to one replica of sync-service and half to the other. */
record Household(Stack stack, List<Account> devices) {

    static Household of(Stack stack, int devices) {
        var first = Account.register(stack.url());
        return new Household(
                stack,
                Stream.concat(Stream.of(first), Stream.generate(first::onAnotherDevice))
                        .limit(devices)
                        .toList());
    }

    int size() {
        return devices.size();
    }

    Account person() {
        return devices.getFirst();
    }

    Login login(int device) {
        var account = devices.get(device);
        return new Login(server(device), account.deviceId(), account.accessToken());
    }

    List<Login> logins() {
        return IntStream.range(0, size()).mapToObj(this::login).toList();
    }

    /** The gateway has the first replica only. */
    private URI server(int device) {
        return device % 2 == 0
                ? stack.url()
                : URI.create("http://127.0.0.1:"
                        + Objects.requireNonNull(stack.ports().get("sync-service-2")));
    }
}
