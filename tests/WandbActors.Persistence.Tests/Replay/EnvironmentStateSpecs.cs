using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

public sealed class EnvironmentStateSpecs
{
    private readonly EnvironmentState _environment = new();

    [Fact]
    public void Later_records_add_to_earlier_ones_and_lists_are_replaced()
    {
        _environment.Apply(new EnvironmentRecord { Os = "Linux", Args = { "a", "b" }, Host = "h", WriterId = "w" });
        _environment.Apply(new EnvironmentRecord { Args = { "c" }, Host = "i", WriterId = "w" });

        Assert.Equal("""{"os":"Linux","args":["c"],"host":"i","writerId":"w"}""", _environment.ToJson().Replace(" ", ""));
    }

    [Fact]
    public void Names_and_numbers_are_those_of_the_official_file()
    {
        _environment.Apply(new EnvironmentRecord
        {
            CpuCount = 8,
            CpuCountLogical = 16,
            GpuType = "H200",
            GpuCount = 1,
            Memory = new MemoryInfo { Total = 1UL << 40 },
            Disk = { ["/"] = new DiskInfo { Total = 2, Used = 1 } },
            GpuNvidia = { new GpuNvidiaInfo { Name = "H200", MemoryTotal = ulong.MaxValue } },
            CudaVersion = "12.8",
        });

        Assert.Equal(
            """
            {
              "cpu_count": 8,
              "cpu_count_logical": 16,
              "gpu": "H200",
              "gpu_count": 1,
              "disk": {
                "/": {
                  "total": "2",
                  "used": "1"
                }
              },
              "memory": {
                "total": "1099511627776"
              },
              "gpu_nvidia": [
                {
                  "name": "H200",
                  "memoryTotal": "18446744073709551615"
                }
              ],
              "cudaVersion": "12.8"
            }
            """,
            _environment.ToMetadata());
    }

    [Fact]
    public void A_time_outside_the_calendar_is_left_out()
    {
        _environment.Apply(new EnvironmentRecord { Os = "Linux", StartedAt = new Timestamp { Seconds = long.MaxValue } });

        Assert.Equal("""{"os":"Linux"}""", _environment.ToJson().Replace(" ", ""));
    }
}
