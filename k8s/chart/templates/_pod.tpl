{{/*
The pod of a tier: (dict "root" $ "tier" TIER). All tiers have the same shape: one container that runs
`eddyline TIER`, a configuration file, a folder for data, one port for calls, probes and metrics.
*/}}
{{- define "eddyline.pod" -}}
{{- $values := index .root.Values .tier -}}
metadata:
  labels:
    {{- include "eddyline.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .tier }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/settings: {{ include "eddyline.settings" .root | sha256sum }}
    {{- with merge (dict) $values.podAnnotations .root.Values.commonAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "eddyline.tierName" . }}
  automountServiceAccountToken: false
  # A service called eddyline-… would put variables EDDYLINE_… into the pod, which name no setting and stop the start.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
  securityContext:
    runAsNonRoot: true
    runAsUser: {{ int64 .root.Values.user.uid }}
    runAsGroup: {{ int64 .root.Values.user.gid }}
    fsGroup: {{ int64 .root.Values.user.gid }}
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- with .root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with $values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- include "eddyline.placement" . | nindent 2 }}
  containers:
    - name: {{ .tier }}
      {{- include "eddyline.container" . | nindent 6 }}
  volumes:
    {{- include "eddyline.volumes" . | nindent 4 }}
{{- end -}}

{{/* Not two of a tier on a node if it can be helped, and zones alike. */}}
{{- define "eddyline.placement" -}}
{{- $values := index .root.Values .tier -}}
affinity:
{{- if $values.affinity }}
  {{- toYaml $values.affinity | nindent 2 }}
{{- else }}
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "eddyline.tierSelector" . | nindent 14 }}
{{- end }}
topologySpreadConstraints:
{{- if $values.topologySpreadConstraints }}
  {{- toYaml $values.topologySpreadConstraints | nindent 2 }}
{{- else }}
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "eddyline.tierSelector" . | nindent 8 }}
{{- end }}
{{- end -}}

{{- define "eddyline.container" -}}
{{- $values := index .root.Values .tier -}}
image: {{ include "eddyline.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [{{ .tier }}, --config, /etc/eddyline/eddyline.yaml]
env:
  {{- include "eddyline.env" . | nindent 2 }}
ports:
  - name: http
    containerPort: {{ include "eddyline.port" . }}
    protocol: TCP
  {{- if eq .tier "learner" }}
  # Where readers of its changed rows ask
  - {name: deltas, containerPort: {{ include "eddyline.deltaPort" .root }}, protocol: UDP}
  {{- else if eq .tier "serving" }}
  # Where the first learner's changed rows arrive; each further learner's has the next port
  - {name: deltas, containerPort: {{ include "eddyline.overlayPort" .root }}, protocol: UDP}
  {{- end }}
# The process answers at all: from then on it must go on answering.
startupProbe:
  httpGet: {path: /healthz/live, port: http}
  periodSeconds: 5
  failureThreshold: {{ div (int64 $values.startupSeconds) 5 }}
livenessProbe:
  httpGet: {path: /healthz/live, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
# ingest reaches Kafka, a learner's partitions are restored and train, a builder has all rows, serving has a version.
readinessProbe:
  httpGet: {path: /healthz/ready, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- if gt (int64 $values.drainDelaySeconds) 0 }}
# Until every proxy has heard that the pod leaves, calls still come.
lifecycle:
  preStop:
    sleep: {seconds: {{ $values.drainDelaySeconds }}}
{{- end }}
resources:
  {{- toYaml $values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  privileged: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  {{- include "eddyline.mounts" . | nindent 2 }}
{{- end -}}

{{/* The runtime's own launcher reads JDK_JAVA_OPTIONS; they go before the flags that are in the image. */}}
{{- define "eddyline.env" -}}
{{- $values := index .root.Values .tier -}}
{{- $logging := .root.Values.logging -}}
- name: JDK_JAVA_OPTIONS
  value: >-
    -XX:MaxRAMPercentage={{ $values.jvm.maxRamPercentage }}
    -XX:+ExitOnOutOfMemoryError
    -Deddyline.log.format={{ $logging.format }}
    -Deddyline.log.level={{ $logging.level }}
    -Deddyline.log.libraries={{ $logging.libraries }}
    {{- with $values.jvm.options }}
    {{ . }}
    {{- end }}
- name: HOME
  value: /tmp
{{- include "eddyline.tierEnv" . }}
{{- include "eddyline.credentials" . }}
{{- include "eddyline.bucketCredentials" . }}
{{- with $values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What only one tier has: its name among its like, as many threads as it has cores, its keys. */}}
{{- define "eddyline.tierEnv" -}}
{{- $root := .root -}}
{{- $settings := .root.Values.settings -}}
{{- if eq .tier "ingest" }}
{{- if not (hasKey (default dict $settings.cleaning) "threads") }}
- name: EDDYLINE_CLEANING_THREADS
  {{- include "eddyline.cores" . }}
{{- end }}
{{- else if eq .tier "learner" }}
- name: EDDYLINE_LEARNER_INSTANCE_ID
  valueFrom:
    fieldRef: {fieldPath: metadata.name}
- name: EDDYLINE_LEARNER_DELTA_HOST
  valueFrom:
    fieldRef: {fieldPath: status.podIP}
{{- with .root.Values.learner.rackLabel }}
- name: EDDYLINE_LEARNER_RACK
  valueFrom:
    fieldRef: {fieldPath: "metadata.labels['{{ . }}']"}
{{- end }}
{{- if not (hasKey (default dict $settings.learner) "threads") }}
- name: EDDYLINE_LEARNER_THREADS
  {{- include "eddyline.cores" . }}
{{- end }}
{{- else if eq .tier "snapshots" }}
{{- with .root.Values.snapshotKeys.signing }}
{{- if .secretName }}
- name: EDDYLINE_SNAPSHOTS_SIGNING_KEY_FILE
  value: /etc/eddyline/signing/{{ .key }}
{{- end }}
{{- end }}
{{- else }}
- name: EDDYLINE_SERVING_OVERLAY_FEED_HOST
  valueFrom:
    fieldRef: {fieldPath: status.podIP}
{{- if not (hasKey (default dict $settings.serving.inference) "worker-threads") }}
- name: EDDYLINE_SERVING_INFERENCE_WORKER_THREADS
  {{- include "eddyline.cores" . }}
{{- end }}
{{- with .root.Values.snapshotKeys.trusted }}
{{- if .secretName }}
{{- $files := list }}
{{- range .keys }}{{ $files = append $files (printf "/etc/eddyline/trusted/%s" .) }}{{ end }}
- name: EDDYLINE_SERVING_SNAPSHOTS_TRUSTED_KEY_FILES
  value: {{ join "," $files }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The cores of the container's limit, rounded up. */}}
{{- define "eddyline.cores" }}
  valueFrom:
    resourceFieldRef: {resource: limits.cpu, divisor: "1"}
{{- end -}}

{{- define "eddyline.mounts" -}}
{{- $values := index .root.Values .tier -}}
- {name: settings, mountPath: /etc/eddyline/eddyline.yaml, subPath: eddyline.yaml, readOnly: true}
- {name: tmp, mountPath: /tmp}
{{- if or (eq .tier "learner") (eq .tier "serving") }}
- {name: aeron, mountPath: /dev/shm}
{{- end }}
{{- if ne .tier "serving" }}
- {name: data, mountPath: /var/lib/eddyline}
{{- end }}
{{- if or (eq .tier "snapshots") (eq .tier "serving") }}
{{- if eq .root.Values.store.kind "s3" }}
- {name: copies, mountPath: /var/lib/eddyline/snapshot-cache}
{{- else }}
- {name: store, mountPath: /var/lib/eddyline/snapshots, readOnly: {{ eq .tier "serving" }}}
{{- end }}
{{- end }}
{{- if include "eddyline.trustSecret" .root }}
- {name: kafka-trust, mountPath: /etc/eddyline/kafka, readOnly: true}
{{- end }}
{{- if and (eq .tier "snapshots") .root.Values.snapshotKeys.signing.secretName }}
- {name: signing-key, mountPath: /etc/eddyline/signing, readOnly: true}
{{- end }}
{{- if and (eq .tier "serving") .root.Values.snapshotKeys.trusted.secretName }}
- {name: trusted-keys, mountPath: /etc/eddyline/trusted, readOnly: true}
{{- end }}
{{- with $values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "eddyline.volumes" -}}
{{- $values := index .root.Values .tier -}}
- name: settings
  configMap:
    name: {{ include "eddyline.fullname" .root }}
# Native libraries are unpacked here
- name: tmp
  emptyDir: {sizeLimit: 512Mi}
{{- if or (eq .tier "learner") (eq .tier "serving") }}
# Aeron's buffers: three terms a stream; they count as the container's memory
- name: aeron
  emptyDir: {medium: Memory, sizeLimit: 512Mi}
{{- end }}
{{- if eq .tier "ingest" }}
- name: data
  emptyDir: {sizeLimit: {{ $values.scratchSize }}}
{{- else if eq .tier "learner" }}
{{- if not $values.persistence.enabled }}
- name: data
  emptyDir: {sizeLimit: {{ $values.persistence.size }}}
{{- end }}
{{- else }}
{{- if eq .tier "snapshots" }}
- name: data
  emptyDir: {sizeLimit: 1Gi}
{{- end }}
{{- if eq .root.Values.store.kind "s3" }}
# Versions of the bucket; losing them costs the time to bring them again
- name: copies
  emptyDir: {sizeLimit: {{ .root.Values.store.s3.cacheSize }}}
{{- else }}
- name: store
  {{- include "eddyline.store" .root | nindent 2 }}
{{- end }}
{{- end }}
{{- with include "eddyline.trustSecret" .root }}
- name: kafka-trust
  secret:
    secretName: {{ . }}
    items:
      - {key: {{ include "eddyline.trustKey" $.root }}, path: {{ include "eddyline.trustKey" $.root }}}
{{- end }}
{{- with .root.Values.snapshotKeys.signing }}
{{- if and (eq $.tier "snapshots") .secretName }}
- name: signing-key
  secret:
    secretName: {{ .secretName }}
    defaultMode: 288
    items:
      - {key: {{ .key }}, path: {{ .key }}}
{{- end }}
{{- end }}
{{- with .root.Values.snapshotKeys.trusted }}
{{- if and (eq $.tier "serving") .secretName }}
- name: trusted-keys
  secret:
    secretName: {{ .secretName }}
{{- end }}
{{- end }}
{{- with $values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The folder of versions as a volume. */}}
{{- define "eddyline.store" -}}
{{- $store := .Values.store -}}
{{- if eq $store.kind "claim" -}}
persistentVolumeClaim:
  claimName: {{ default (printf "%s-snapshots" (include "eddyline.fullname" .)) $store.claim.existingName }}
{{- else if eq $store.kind "hostPath" -}}
hostPath:
  path: {{ $store.hostPath }}
  type: Directory
{{- else -}}
emptyDir:
  sizeLimit: {{ $store.claim.size }}
{{- end -}}
{{- end -}}
