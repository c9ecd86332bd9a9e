package dev.plangen.server.rpc;

import java.util.HashMap;
import java.util.Map;

/** Places for open calls of one kind. Not thread-safe: guarded by {@link OpenCalls}. */
final class Places {

  private final int most;
  private final OpenCalls.Sharing sharing;
  private final Map<String, Integer> byTenant = new HashMap<>();
  private int taken;

  Places(int most, OpenCalls.Sharing sharing) {
    this.most = most;
    this.sharing = sharing;
  }

  /** Returns whether the tenant may have one more, and then has it. */
  boolean take(String tenant) {
    if (!sharing.allows(byTenant.getOrDefault(tenant, 0), most - taken)) {
      return false;
    }
    byTenant.merge(tenant, 1, Integer::sum);
    taken++;
    return true;
  }

  void giveBack(String tenant) {
    byTenant.computeIfPresent(tenant, (_, held) -> held == 1 ? null : held - 1);
    taken--;
  }

  int taken() {
    return taken;
  }
}
