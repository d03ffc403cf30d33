{{/* Who may call a tier's port: (dict "root" $ "tier" TIER "flow" NAME "from" PEERS); no peers: everybody. */}}
{{- define "eddyline.callers" -}}
{{- if (index .root.Values .tier).enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
{{ include "eddyline.metadata" (dict "root" .root "name" (printf "%s-%s" (include "eddyline.fullname" .root) .flow) "tier" .tier) }}
spec:
  podSelector:
    matchLabels:
      {{- include "eddyline.tierSelector" . | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports:
        - {port: http, protocol: TCP}
      {{- with .from }}
      from:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}
{{- end -}}
