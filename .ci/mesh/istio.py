"""What Istio, told nothing, makes of a sidecar's route: istio/pilot/pkg/networking/core (route.go, retry/retry.go) of
1.24 and later."""

TYPES = "type.googleapis.com/envoy.extensions"


def defaults(envoy):
    envoy.manager["stream_idle_timeout"] = "0s"
    cluster = envoy.route["cluster"]
    envoy.route.clear()
    envoy.route.update(
        cluster=cluster,
        timeout="0s",
        max_grpc_timeout="0s",
        retry_policy={
            "retry_on": "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes",
            "num_retries": 2,
            "host_selection_retry_max_attempts": 5,
            "retry_host_predicate": [
                {
                    "name": "envoy.retry_host_predicates.previous_hosts",
                    "typed_config": {"@type": f"{TYPES}.retry.host.previous_hosts.v3.PreviousHostsPredicate"},
                }
            ],
        },
    )
    # Kubernetes tells Istio which servers are ready; nothing is ejected.
    envoy.cluster.pop("health_checks", None)
    envoy.cluster.pop("outlier_detection", None)
