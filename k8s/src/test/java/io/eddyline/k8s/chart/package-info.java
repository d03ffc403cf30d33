/**
 * The Helm chart as an operator gets it: Helm renders it, the typed models of Kubernetes, Strimzi
 * and Prometheus's operator read it, the configuration's own loader reads its settings. No cluster
 * is needed. Each test on one thread.
 */
@NullMarked
package io.eddyline.k8s.chart;

import org.jspecify.annotations.NullMarked;
