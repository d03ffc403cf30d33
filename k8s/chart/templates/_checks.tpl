{{/* Values that fit the schema each, and not together. */}}
{{- define "eddyline.check" -}}
{{- if and .Values.strimzi.enabled .Values.kafka.bootstrapServers -}}
{{- fail "strimzi.enabled makes a cluster, kafka.bootstrapServers names another: leave one of them" -}}
{{- end -}}
{{- if and .Values.strimzi.enabled .Values.kafka.credentials -}}
{{- fail "kafka.credentials are those of an existing cluster: with strimzi.enabled each tier has a user of its own" -}}
{{- end -}}
{{- if and .Values.ingest.autoscaling.enabled .Values.ingest.lagScaling.enabled -}}
{{- fail "ingest.autoscaling and ingest.lagScaling would both set the number of replicas: leave one of them; lagScaling.cpuUtilization is for both measures" -}}
{{- end -}}
{{- if and (include "eddyline.keda" .) .Values.strimzi.enabled (not .Values.lagScalingAuthentication) -}}
{{- fail "lagScaling asks Kafka: name a TriggerAuthentication in lagScalingAuthentication, since the cluster of strimzi takes nobody without" -}}
{{- end -}}
{{- include "eddyline.checkStore" . -}}
{{- include "eddyline.checkReplicas" . -}}
{{- include "eddyline.checkGrace" . -}}
{{- end -}}

{{/* A pod is killed before its process has ended in order: what it needs, in seconds, beside the drain. */}}
{{- define "eddyline.checkGrace" -}}
{{- $delivery := dig "gateway" "delivery-timeout-ms" 10000 .Values.settings | int64 -}}
{{- $ends := dict "ingest" (add (div (add (mul 2 $delivery) 999) 1000) 30) "learner" 30 "snapshots" 75 "serving" 25 -}}
{{- range $tier := splitList "," (include "eddyline.tiers" .) -}}
{{- $values := index $.Values $tier -}}
{{- $needs := add (index $ends $tier) (int64 $values.drainDelaySeconds) -}}
{{- if le (int64 $values.terminationGracePeriodSeconds) (int64 $needs) -}}
{{- fail (printf "%s.terminationGracePeriodSeconds %d: its process takes up to %d s to drain and to end in order, give it more" $tier (int64 $values.terminationGracePeriodSeconds) (int64 $needs)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A folder of one pod or one node is a store for one pod alone. */}}
{{- define "eddyline.checkStore" -}}
{{- $pods := 0 -}}
{{- if .Values.snapshots.enabled -}}{{- $pods = add $pods .Values.snapshots.replicas -}}{{- end -}}
{{- if .Values.serving.enabled -}}
{{- $replicas := int64 .Values.serving.replicas -}}
{{- if .Values.serving.autoscaling.enabled -}}{{- $replicas = int64 .Values.serving.autoscaling.maxReplicas -}}{{- end -}}
{{- $pods = add $pods $replicas -}}
{{- end -}}
{{- if gt (int64 $pods) 1 -}}
{{- if not (has .Values.store.kind (list "claim" "s3")) -}}
{{- fail (printf "store.kind %s is seen by one pod, and %d need the snapshots: use s3, or claim with a storage class whose volumes all of them can mount" .Values.store.kind (int64 $pods)) -}}
{{- end -}}
{{- if and (eq .Values.store.kind "claim") (eq .Values.store.claim.accessMode "ReadWriteOncePod") (not .Values.store.claim.existingName) -}}
{{- fail (printf "store.claim.accessMode ReadWriteOncePod is for one pod, and %d need the snapshots: use ReadWriteMany, or ReadWriteOnce where all run on one node" (int64 $pods)) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.store.kind "hostPath") (not .Values.store.hostPath) -}}
{{- fail "store.hostPath is empty: name the folder of the node" -}}
{{- end -}}
{{- if eq .Values.store.kind "s3" -}}
{{- include "eddyline.checkBucket" . -}}
{{- end -}}
{{- end -}}

{{/* The bucket is named, and its service's port is open. */}}
{{- define "eddyline.checkBucket" -}}
{{- $s3 := .Values.store.s3 -}}
{{- if not $s3.bucket -}}
{{- fail "store.s3.bucket is empty: name the bucket" -}}
{{- end -}}
{{- if $s3.endpoint -}}
{{- $url := urlParse $s3.endpoint -}}
{{- $port := ternary "443" "80" (eq $url.scheme "https") -}}
{{- if regexMatch ":[0-9]+$" $url.host -}}{{- $port = regexFind "[0-9]+$" $url.host -}}{{- end -}}
{{- $open := list -}}
{{- range .Values.networkPolicy.objectStore.ports -}}{{- $open = append $open (toString (int64 .)) -}}{{- end -}}
{{- if and .Values.networkPolicy.enabled (not (has $port $open)) -}}
{{- fail (printf "store.s3.endpoint %s is at port %s: name it in networkPolicy.objectStore.ports" $s3.endpoint $port) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Three replicas of a partition need three brokers. */}}
{{- define "eddyline.checkReplicas" -}}
{{- $replicas := int64 (index .Values.settings "topics" "replication-factor") -}}
{{- if and .Values.strimzi.enabled (gt $replicas (int64 .Values.strimzi.brokers.replicas)) -}}
{{- fail (printf "settings.topics.replication-factor %d needs as many brokers, and strimzi.brokers.replicas is %d" $replicas (int64 .Values.strimzi.brokers.replicas)) -}}
{{- end -}}
{{- end -}}
