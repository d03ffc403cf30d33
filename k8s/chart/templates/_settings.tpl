{{/* The configuration file, and what of it the chart knows itself. */}}

{{- define "eddyline.bootstrapServers" -}}
{{- if .Values.strimzi.enabled -}}
{{- printf "%s-kafka-kafka-bootstrap:9093" (include "eddyline.fullname" .) -}}
{{- else -}}
{{- required "kafka.bootstrapServers is empty: name the brokers of a cluster, or set strimzi.enabled" .Values.kafka.bootstrapServers -}}
{{- end -}}
{{- end -}}

{{/* Secret with the certificates that brokers are trusted by, empty if none is named. */}}
{{- define "eddyline.trustSecret" -}}
{{- if .Values.strimzi.enabled -}}
{{- printf "%s-kafka-cluster-ca-cert" (include "eddyline.fullname" .) -}}
{{- else -}}
{{- .Values.kafka.trustedCertificates.secretName -}}
{{- end -}}
{{- end -}}

{{- define "eddyline.trustKey" -}}
{{- if .Values.strimzi.enabled -}}ca.crt{{- else -}}{{ .Values.kafka.trustedCertificates.key }}{{- end -}}
{{- end -}}

{{/* Everything below `eddyline:`, the chart's own keys over those of the values. */}}
{{- define "eddyline.settings" -}}
{{- $properties := dict -}}
{{- if include "eddyline.trustSecret" . -}}
{{- $_ := set $properties "ssl.truststore.type" "PEM" -}}
{{- $_ := set $properties "ssl.truststore.location" (printf "/etc/eddyline/kafka/%s" (include "eddyline.trustKey" .)) -}}
{{- end -}}
{{- if .Values.strimzi.enabled -}}
{{- $_ := set $properties "security.protocol" "SASL_SSL" -}}
{{- $_ := set $properties "sasl.mechanism" "SCRAM-SHA-512" -}}
{{- end -}}
{{- $kafka := dict "bootstrap-servers" (include "eddyline.bootstrapServers" .) -}}
{{- if $properties -}}{{- $_ := set $kafka "properties" $properties -}}{{- end -}}
{{- $own := dict "data-dir" "/var/lib/eddyline" "kafka" $kafka -}}
{{- if eq .Values.store.kind "s3" -}}
{{- $_ := set $own "snapshot-store" (include "eddyline.bucket" . | fromYaml) -}}
{{- end -}}
{{- toYaml (mergeOverwrite (deepCopy .Values.settings) $own) -}}
{{- end -}}

{{/* The part of a bucket that versions are in, as settings. */}}
{{- define "eddyline.bucket" -}}
{{- with .Values.store.s3 -}}
uri: s3://{{ .bucket }}/{{ .prefix }}
s3:
  endpoint: {{ .endpoint | quote }}
  region: {{ .region | quote }}
  path-style: {{ .pathStyle }}
{{- end -}}
{{- end -}}

{{/* The access key of a tier that uses the bucket, as variables that AWS's SDK reads: (dict "root" $ "tier" TIER). */}}
{{- define "eddyline.bucketCredentials" -}}
{{- $store := .root.Values.store -}}
{{- if and (eq $store.kind "s3") (or (eq .tier "snapshots") (eq .tier "serving")) -}}
{{- $credentials := $store.s3.credentials -}}
{{- with (index $credentials .tier).secretName }}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef: {name: {{ . }}, key: {{ $credentials.accessKeyId }}}
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef: {name: {{ . }}, key: {{ $credentials.secretAccessKey }}}
{{- end }}
{{- end -}}
{{- end -}}

{{/* Client settings that are secret, as variables: (dict "root" $ "tier" TIER). */}}
{{- define "eddyline.credentials" -}}
{{- $credentials := .root.Values.kafka.credentials -}}
{{- if .root.Values.strimzi.enabled -}}
{{- $credentials = list (dict "property" "sasl.jaas.config" "secretName" (include "eddyline.tierName" .) "key" "sasl.jaas.config") -}}
{{- end -}}
{{- range $credentials }}
- name: EDDYLINE_KAFKA_PROPERTIES_{{ .property | upper | replace "." "_" }}
  valueFrom:
    secretKeyRef:
      name: {{ .secretName }}
      key: {{ .key }}
{{- end }}
{{- end -}}
