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
{{- toYaml (mergeOverwrite (deepCopy .Values.settings) $own) -}}
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
