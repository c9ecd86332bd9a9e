package dev.plangen.server.planning.algorithm;

import java.util.List;

/**
 * What has become of the steps that continue a beginning.
 *
 * @param open beginnings that can be continued
 * @param plans complete plans; those whose verification failed without verdicts
 */
record Expansion(List<Branch> open, List<Contender> plans) {

  Expansion {
    open = List.copyOf(open);
    plans = List.copyOf(plans);
  }
}
