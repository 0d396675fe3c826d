package dev.xeocontext.gateway.edge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What a request must look like.
 *
 * @param maxBodySize of a request, announced or not
 * @param allowedOrigins whose pages may call; those on this machine when there are none
 */
@ConfigurationProperties("xeo.edge")
record EdgeConfig(DataSize maxBodySize, @Nullable List<String> allowedOrigins) {}
