using WandbActors.Tests.Devices;
using static TorchSharp.torch;

namespace WandbActors.Tests.Tensors;

/// <summary>Every form of a tensor on its way over a device. The tensors are in host memory and the driver is scripted.</summary>
[Trait("Needs", "libtorch")]
public class TensorCaptureSpecs
{
    [LibTorchTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(33)]
    [InlineData(10_000)]
    public async Task A_devices_tensor_is_logged_as_one_in_host_memory(int elements)
    {
        await using var run = await DeviceRun.StartAsync();
        using var numbers = arange(elements).to(float32);
        var device = new ScriptedCuda().Device;

        foreach (var form in new[] { default, TensorForm.Histogram(7), TensorForm.Statistics })
        {
            run.Log(TensorCapture.Capture(device, numbers, form));
            run.Log(TensorCapture.Capture(numbers, form));
        }

        var rows = (await run.FinishRowsAsync()).Select(row => string.Join(' ', row.Where(item => item.Key.StartsWith('x')).Select(item => $"{item.Key}={Rounded(item.Value)}")));
        Assert.All(rows.Chunk(2), pair => Assert.Equal(pair[1], pair[0]));
    }

    // The device computes in single precision.
    private static string Rounded(string json) =>
        double.TryParse(json, System.Globalization.CultureInfo.InvariantCulture, out var number) ? $"{number:G5}" : json;
}
