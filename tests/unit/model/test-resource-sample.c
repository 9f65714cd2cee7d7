/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "core/model/prony-resource-sample.h"

static PronyResourceSample *
make_sample (void)
{
  PronyResourceSample *sample = prony_resource_sample_new (123456789012345);
  PronyGpuReading *gpu = prony_resource_sample_add_gpu (sample, "Pretended \"H100\"");
  PronyEngineReading *engine = prony_resource_sample_add_engine (sample, "engine-1");

  sample->cpu_percent = 100.0 / 3;
  sample->memory_used = 12345678912;
  sample->memory_total = 99999999999;
  gpu->util_percent = 87;
  gpu->memory_used = 81559 * 1048576.0;
  gpu->power_w = 312.625;
  gpu->power_limit_w = 700;
  gpu->energy_j = 123456789.012;
  gpu->slowdown = PRONY_GPU_SLOWDOWN_POWER | PRONY_GPU_SLOWDOWN_HEAT;
  prony_resource_sample_add_gpu (sample, "another");
  engine->pid = 4711;
  engine->n_processes = 3;
  engine->cpu_percent = 412.5;
  engine->memory = 1000001;
  engine->gpu_memory = 5e9;
  engine->gpus = (guint64) 1 << 63 | 5;
  return sample;
}

/* Through text, as it is stored: every reading comes back to the bit. */
static void
test_there_and_back (void)
{
  g_autoptr (PronyResourceSample) sample = make_sample ();
  g_autoptr (JsonObject) object = prony_resource_sample_to_whole_json (sample);
  g_autofree char *text = prony_json_to_text (object, FALSE);
  g_autoptr (JsonObject) parsed = prony_json_parse_object (text, -1, NULL);
  g_autoptr (PronyResourceSample) read = prony_resource_sample_from_json (parsed);
  const PronyGpuReading *gpu = read->gpus->pdata[0];
  const PronyEngineReading *engine = prony_resource_sample_find_engine (read, "engine-1");

  g_assert_cmpint (read->at_ns, ==, sample->at_ns);
  g_assert_true (read->cpu_percent == sample->cpu_percent);
  g_assert_true (read->memory_used == sample->memory_used);
  g_assert_true (read->memory_total == sample->memory_total);
  g_assert_true (isnan (read->swap_used));
  g_assert_cmpuint (read->gpus->len, ==, 2);
  g_assert_cmpstr (gpu->name, ==, "Pretended \"H100\"");
  g_assert_true (gpu->memory_used == 81559 * 1048576.0);
  g_assert_true (isnan (gpu->memory_total));
  g_assert_true (gpu->power_w == 312.625 && gpu->power_limit_w == 700);
  g_assert_true (gpu->energy_j == 123456789.012);
  g_assert_true (isnan (gpu->temperature_c));
  g_assert_cmphex (gpu->slowdown, ==, PRONY_GPU_SLOWDOWN_POWER | PRONY_GPU_SLOWDOWN_HEAT);
  g_assert_cmphex (((PronyGpuReading *) read->gpus->pdata[1])->slowdown, ==, 0);
  g_assert_nonnull (engine);
  g_assert_cmpuint (engine->pid, ==, 4711);
  g_assert_cmpuint (engine->n_processes, ==, 3);
  g_assert_true (engine->cpu_percent == 412.5 && engine->memory == 1000001);
  g_assert_true (engine->gpu_memory == 5e9);
  g_assert_cmphex (engine->gpus, ==, (guint64) 1 << 63 | 5);
}

/* What somebody else has written into the database. */
static void
test_nonsense (void)
{
  static const char *const texts[] = {
    "{}",
    "{\"cpu_percent\": \"high\", \"gpus\": 3, \"engines\": {\"a\": 1}}",
    "{\"gpus\": [1, null, [], {\"slowdown\": [1, null, {}, \"sleep\"]}], \"engines\": [null, 2, "
    "{}]}",
    "{\"engines\": [{\"engine\": \"a\", \"pid\": -4, \"processes\": 1e300, "
    "\"gpus\": [-1, 64, \"x\", null, {}]}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonObject) object = prony_json_parse_object (texts[i], -1, NULL);
      g_autoptr (PronyResourceSample) sample = prony_resource_sample_from_json (object);

      g_assert_true (isnan (sample->cpu_percent));
      g_assert_cmpint (sample->at_ns, ==, 0);
      for (guint k = 0; k < sample->gpus->len; k++)
        g_assert_cmphex (((PronyGpuReading *) sample->gpus->pdata[k])->slowdown, ==, 0);
      for (guint k = 0; k < sample->engines->len; k++)
        {
          const PronyEngineReading *engine = sample->engines->pdata[k];

          g_assert_cmpstr (engine->engine_id, ==, "a");
          g_assert_cmpuint (engine->pid, ==, 0);
          g_assert_cmphex (engine->gpus, ==, 0);
          g_assert_true (isnan (engine->memory));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resource-sample/there-and-back", test_there_and_back);
  g_test_add_func ("/resource-sample/nonsense", test_nonsense);
  return g_test_run ();
}
