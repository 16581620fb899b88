using Digits;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace WandbActors.Benchmarks.Tensors.Training;

/// <summary>A network that learns which class each input is of, batch by batch; a fixed seed. Used by one thread.</summary>
internal sealed class Classification : IDisposable
{
    private const int Seed = 1;

    private readonly Module<Tensor, Tensor> _net;
    private readonly Tensor _inputs;
    private readonly Tensor _labels;
    private readonly Adam _optimizer;
    private readonly int _batchSize;
    private Tensor _order;
    private int _next;

    private Classification(string name, Module<Tensor, Tensor> net, Tensor inputs, Tensor labels, double learningRate, int batchSize)
    {
        Name = name;
        _net = net;
        _inputs = inputs;
        _labels = labels;
        _optimizer = optim.Adam(net.parameters(), learningRate);
        _batchSize = batchSize;
        _order = randperm(labels.shape[0], device: labels.device);
        Tensor[] parameters = [.. net.parameters().OrderByDescending(parameter => parameter.NumberOfElements)];
        Largest = (parameters[0], parameters[1]);
    }

    public string Name { get; }

    /// <summary>The two parameters with the most elements: what a user would watch as histograms, and the gradients of both.</summary>
    public (Tensor First, Tensor Second) Largest { get; }

    /// <summary>3,000 points on spirals, a network of 2-64-64-3.</summary>
    public static Classification OfSpirals()
    {
        random.manual_seed(Seed);
        var (points, arms) = Spirals.Draw(3_000, Seed);
        var net = Sequential(Linear(2, 64), ReLU(), Linear(64, 64), ReLU(), Linear(64, Spirals.Arms));
        return new Classification("spirals", net, points, arms, learningRate: 3e-3, batchSize: 128);
    }

    /// <summary>The images and the network of samples/Digits.</summary>
    public static Classification OfDigits()
    {
        random.manual_seed(Seed);
        var images = DigitImages.Draw(6_000, Seed);
        return new Classification("digits", new DigitNet(), images.Pixels, images.Labels, learningRate: 2e-3, batchSize: 64);
    }

    /// <summary>Noise through three layers of one width, on a device: small ones are bound by launches, large ones by the device.</summary>
    public static Classification OfNoise(int width, Device device)
    {
        random.manual_seed(Seed);
        var net = Sequential(Linear(width, width), ReLU(), Linear(width, width), ReLU(), Linear(width, width)).to(device);
        var (inputs, labels) = (randn(4 * width, width, device: device), arange(4 * width, device: device) % width);
        return new Classification($"noise-{width}", net, inputs, labels, learningRate: 1e-3, batchSize: width);
    }

    /// <summary>One step; what it gives back lives in the caller's dispose scope.</summary>
    public StepValues Step()
    {
        var batch = NextBatch();
        var labels = _labels[batch];
        var scores = _net.call(_inputs[batch]);
        var loss = functional.cross_entropy(scores, labels);
        _optimizer.zero_grad();
        loss.backward();
        _optimizer.step();
        return StepValues.Of(_net, loss, scores, labels);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _net.Dispose();
        _inputs.Dispose();
        _labels.Dispose();
        _order.Dispose();
    }

    private Tensor NextBatch()
    {
        if (_next + _batchSize > _order.shape[0])
        {
            _order.Dispose();
            _order = randperm(_labels.shape[0], device: _labels.device).DetachFromDisposeScope();
            _next = 0;
        }

        var batch = _order.narrow(0, _next, _batchSize);
        _next += _batchSize;
        return batch;
    }
}
