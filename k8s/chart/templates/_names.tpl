{{/* Names and labels. A tier is ingest, learner, snapshots or serving; most of what is here takes (dict "root" $ "tier" TIER). */}}

{{- define "eddyline.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Name of the release's objects, short enough for a suffix. */}}
{{- define "eddyline.fullname" -}}
{{- $name := include "eddyline.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "eddyline.tierName" -}}
{{- printf "%s-%s" (include "eddyline.fullname" .root) .tier -}}
{{- end -}}

{{/* What tells the pods of this release from others. */}}
{{- define "eddyline.selector" -}}
app.kubernetes.io/name: {{ include "eddyline.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "eddyline.tierSelector" -}}
{{ include "eddyline.selector" .root }}
app.kubernetes.io/component: {{ .tier }}
{{- end -}}

{{/* Pods that learn: the tier's, and one that rebuilds a model (docs/operations.md). */}}
{{- define "eddyline.learners" -}}
matchLabels:
  {{- include "eddyline.selector" . | nindent 2 }}
matchExpressions:
  - {key: app.kubernetes.io/component, operator: In, values: [learner, rebuild]}
{{- end -}}

{{- define "eddyline.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "eddyline.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Metadata of an object of the release: (dict "root" $ "name" NAME), with "tier", "labels", "annotations" if there are. */}}
{{- define "eddyline.metadata" -}}
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "eddyline.labels" .root | nindent 4 }}
    {{- with .tier }}
    app.kubernetes.io/component: {{ . }}
    {{- end }}
    {{- with .labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with merge (dict) (default (dict) .annotations) .root.Values.commonAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* Port of a tier's HTTP server, which answers probes and metrics too. */}}
{{- define "eddyline.port" -}}
{{- $settings := .root.Values.settings -}}
{{- if eq .tier "ingest" -}}
{{- int64 (index $settings "gateway" "port") -}}
{{- else if eq .tier "learner" -}}
{{- int64 (index $settings "health" "learner-port") -}}
{{- else if eq .tier "snapshots" -}}
{{- int64 (index $settings "health" "snapshots-port") -}}
{{- else -}}
{{- int64 (index $settings "serving" "http" "port") -}}
{{- end -}}
{{- end -}}

{{/* The tiers that are switched on, after commas. */}}
{{- define "eddyline.tiers" -}}
{{- $tiers := list -}}
{{- range list "ingest" "learner" "snapshots" "serving" -}}
{{- if (index $.Values .).enabled -}}{{- $tiers = append $tiers . -}}{{- end -}}
{{- end -}}
{{- join "," $tiers -}}
{{- end -}}

{{/* Who scales a tier by its lag: keda, metrics, or nobody. */}}
{{- define "eddyline.lagScaledBy" -}}
{{- $values := index .root.Values .tier -}}
{{- with $values.lagScaling -}}
{{- if and $values.enabled .enabled -}}{{ .by }}{{- end -}}
{{- end -}}
{{- end -}}

{{/* Not empty if KEDA asks Kafka for a lag. */}}
{{- define "eddyline.keda" -}}
{{- range $tier := list "ingest" "learner" -}}
{{- if eq (include "eddyline.lagScaledBy" (dict "root" $ "tier" $tier)) "keda" -}}{{ $tier }}{{- end -}}
{{- end -}}
{{- end -}}

{{- define "eddyline.image" -}}
{{- $image := mergeOverwrite (deepCopy .root.Values.image) (index .root.Values .tier).image -}}
{{- with $image.registry -}}{{ . }}/{{- end -}}
{{- $image.repository -}}
{{- if $image.digest -}}@{{ $image.digest }}{{- else -}}:{{ default .root.Chart.AppVersion $image.tag }}{{- end -}}
{{- end -}}

{{/* Application id of the learner's Kafka Streams application, as TopicCatalogue has it. */}}
{{- define "eddyline.learnerApplication" -}}
{{- $settings := .Values.settings -}}
{{- printf "%s-learner" $settings.topics.prefix -}}
{{- if ne $settings.model "main" -}}-{{ $settings.model }}{{- end -}}
{{- end -}}

{{/* UDP port at which a learner's changed rows are asked for. */}}
{{- define "eddyline.deltaPort" -}}
{{- dig "learner" "delta" "control-port" 40123 .Values.settings | int64 -}}
{{- end -}}

{{/* UDP port of serving at which the first learner's changed rows arrive, and the last learner's. */}}
{{- define "eddyline.overlayPort" -}}
{{- dig "serving" "overlay-feed" "port" 40124 .Values.settings | int64 -}}
{{- end -}}

{{- define "eddyline.lastOverlayPort" -}}
{{- $learners := dig "serving" "overlay-feed" "max-learners" 64 .Values.settings | int64 -}}
{{- sub (add (include "eddyline.overlayPort" . | int64) $learners) 1 -}}
{{- end -}}
