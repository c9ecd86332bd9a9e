package dev.plangen.server.config;

import java.util.Optional;

/**
 * A set of prompts that requests may choose.
 *
 * @param id by which requests name it, at most 64 bytes
 * @param directory of its templates; relative to the configuration file
 */
public record ProfileConfig(Optional<String> id, Optional<String> directory) {}
