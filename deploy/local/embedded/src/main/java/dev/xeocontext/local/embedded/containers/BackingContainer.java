package dev.xeocontext.local.embedded.containers;

import com.github.dockerjava.api.model.Bind;
import dev.xeocontext.local.embedded.Loopback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A container whose one port is published at a loopback port of our choice, so that a restart keeps the address. */
final class BackingContainer extends GenericContainer<BackingContainer> {

    private static final String LABEL = "dev.xeocontext.volumes";

    private final String name;

    BackingContainer(String name, String image, int publishedPort, int port) {
        super(DockerImageName.parse(image));
        this.name = name;
        setPortBindings(List.of("%s:%d:%d".formatted(Loopback.ADDRESS, publishedPort, port)));
        // a node name, and with it the data, belongs to the host name
        withCreateContainerCmdModifier(command -> command.withHostName("xeo-" + name));
        waitingFor(new Immediately());
    }

    /** Keeps the folder of the container in a volume, which outlives it; without a volume it goes with the container. */
    BackingContainer keeping(@Nullable String volumePrefix, String path) {
        if (volumePrefix != null) {
            withLabel(LABEL, volumePrefix);
            withCreateContainerCmdModifier(command -> {
                var host = Objects.requireNonNull(command.getHostConfig());
                var binds = new ArrayList<Bind>();
                if (host.getBinds() != null) {
                    binds.addAll(Arrays.asList(host.getBinds()));
                }
                binds.add(Bind.parse("%s-%s:%s".formatted(volumePrefix, name, path)));
                host.withBinds(binds);
            });
        }
        return this;
    }

    /** Removes containers that still hold the volumes of this prefix, running or not. */
    static void removeAllOf(String volumePrefix) {
        var docker = DockerClientFactory.instance().client();
        docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(LABEL, volumePrefix))
                .exec()
                .forEach(container -> docker.removeContainerCmd(container.getId())
                        .withForce(true)
                        .exec());
    }

    static void deleteVolumes(String volumePrefix) {
        var docker = DockerClientFactory.instance().client();
        var volumes = docker.listVolumesCmd().exec().getVolumes();
        volumes.stream()
                .filter(volume -> volume.getName().startsWith(volumePrefix + '-'))
                .forEach(volume -> docker.removeVolumeCmd(volume.getName()).exec());
    }

    /** The hard way down, and up again with the same file system and port. */
    void killAndRestart() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
        getDockerClient().startContainerCmd(getContainerId()).exec();
    }

    /** Whoever started the container asks the server itself whether it is ready. */
    private static final class Immediately extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}
