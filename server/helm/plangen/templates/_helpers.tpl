{{- define "plangen.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "plangen.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 54 | trimSuffix "-" -}}
{{- else if contains (include "plangen.name" .) .Release.Name -}}
{{- .Release.Name | trunc 54 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "plangen.name" .) | trunc 54 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "plangen.selector" -}}
app.kubernetes.io/name: {{ include "plangen.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "plangen.labels" -}}
{{ include "plangen.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "plangen.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "plangen.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "plangen.metricsPort" -}}
{{- .Values.config.telemetry.prometheus.port | default 9464 -}}
{{- end -}}

{{- /* Kubernetes asks the health service in plaintext and without credentials only. Else it asks whether the port takes
connections, which it does as long as calls are taken. */ -}}
{{- define "plangen.probe" -}}
{{- if or .Values.config.server.tls (eq "authenticated" (toString .Values.config.auth.health)) -}}
tcpSocket:
  port: grpc
{{- else -}}
grpc:
  port: {{ .Values.config.server.port }}
{{- end -}}
{{- end -}}

{{- define "plangen.drainSeconds" -}}
{{- $drain := .Values.config.drain | default dict -}}
{{- $delay := hasKey $drain "delay_seconds" | ternary $drain.delay_seconds 0 -}}
{{- $grace := hasKey $drain "grace_seconds" | ternary $drain.grace_seconds 20 -}}
{{- add $delay $grace .Values.terminationSlackSeconds -}}
{{- end -}}
