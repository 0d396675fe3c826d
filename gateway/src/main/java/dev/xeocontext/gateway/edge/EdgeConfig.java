package dev.xeocontext.gateway.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What a request must look like.
 *
 * @param maxBodySize of a request, announced or not
 */
@ConfigurationProperties("xeo.edge")
record EdgeConfig(DataSize maxBodySize) {}
