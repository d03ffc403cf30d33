{{/*
The topics of TopicCatalogue as a list under `topics`: name, partitions, config. A test compares them with it. The
processes create what is missing; here they stand so that an operator sees and changes them as resources.
*/}}
{{- define "eddyline.topics" -}}
{{- $topics := .Values.settings.topics -}}
{{- $prefix := $topics.prefix -}}
{{- $learner := include "eddyline.learnerApplication" . -}}
{{- $users := int64 (index $topics "user-partitions") -}}
{{- $items := int64 (index $topics "item-partitions") -}}
{{- $week := "604800000" -}}
{{- $log := dict "cleanup.policy" "delete" -}}
{{- $compacted := dict "cleanup.policy" "compact" -}}
{{- $compaction := default dict $topics.compaction -}}
{{- $rows := dict "cleanup.policy" "compact"
      "segment.bytes" (int64 (default 67108864 (index $compaction "segment-bytes")) | toString)
      "segment.ms" (int64 (default 21600000 (index $compaction "segment-ms")) | toString)
      "min.cleanable.dirty.ratio" (default 0.3 (index $compaction "min-cleanable-dirty-ratio") | toString)
      "delete.retention.ms" (int64 (ternary (index $compaction "delete-retention-ms") 86400000 (hasKey $compaction "delete-retention-ms")) | toString) -}}
topics:
{{- include "eddyline.topic" (dict "name" (printf "%s.events" $prefix) "partitions" $users "config" $log "retention" $week) }}
{{- include "eddyline.topic" (dict "name" (printf "%s.events-moved" $prefix) "partitions" $users "config" $log "retention" $week) }}
{{- include "eddyline.topic" (dict "name" (printf "%s.interactions" $prefix) "partitions" $users "config" $log "retention" $week) }}
{{- include "eddyline.topic" (dict "name" (printf "%s.rejected" $prefix) "partitions" 1 "config" $log "retention" "1209600000") }}
{{- include "eddyline.topic" (dict "name" (printf "%s.items" $prefix) "partitions" $items "config" (dict "cleanup.policy" "compact" "delete.retention.ms" "3153600000000")) }}
{{- include "eddyline.topic" (dict "name" (printf "%s-item-updates-repartition" $learner) "partitions" $items "config" $log "retention" "-1") }}
{{- include "eddyline.topic" (dict "name" (printf "%s-user-rows-changelog" $learner) "partitions" $users "config" $rows) }}
{{- include "eddyline.topic" (dict "name" (printf "%s-item-rows-changelog" $learner) "partitions" $items "config" $rows) }}
{{- include "eddyline.topic" (dict "name" (printf "%s-user-state-changelog" $learner) "partitions" $users "config" $rows) }}
{{- include "eddyline.topic" (dict "name" (printf "%s-item-state-changelog" $learner) "partitions" $items "config" $rows) }}
{{- include "eddyline.topic" (dict "name" (printf "%s.snapshots" $prefix) "partitions" 1 "config" $compacted) }}
{{- include "eddyline.topic" (dict "name" (printf "%s.control" $prefix) "partitions" 1 "config" $compacted) }}
{{- include "eddyline.topic" (dict "name" (printf "%s.presence" $prefix) "partitions" 1 "config" $compacted) }}
{{- include "eddyline.topic" (dict "name" (printf "%s.verdicts" $prefix) "partitions" 1 "config" $log "retention" $week) }}
{{- include "eddyline.topic" (dict "name" (printf "%s.metrics" $prefix) "partitions" 1 "config" $log "retention" $week) }}
{{- end -}}

{{- define "eddyline.topic" }}
  - name: {{ .name }}
    partitions: {{ .partitions }}
    config:
      {{- toYaml .config | nindent 6 }}
      {{- with .retention }}
      retention.ms: {{ . | quote }}
      {{- end }}
{{- end -}}
