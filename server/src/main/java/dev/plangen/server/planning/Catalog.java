package dev.plangen.server.planning;

import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.verify.Verifiers;

/** What requests may name, as it is at one time. What it lists never changes. */
public record Catalog(Models models, Verifiers verifiers, Profiles profiles) {}
